use json::{FromJson, ToJson};

macro_rules! questions {
    ($($(#[$doc:meta])* $variant:ident = $slug:literal,)+) => {
        /// A question of the journey, in the order in which they are asked.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, FromJson, ToJson)]
        #[cfg_attr(test, derive(serde::Serialize, serde::Deserialize))]
        #[serde(rename_all = "snake_case")]
        pub enum QuestionName {
            $($(#[$doc])* $variant,)+
        }

        impl QuestionName {
            /// Every question, in the order in which they are asked.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in an address.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)+ }
            }

            /// The question of this name.
            pub fn from_slug(slug: &str) -> Option<Self> {
                match slug { $($slug => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

questions! {
    /// Which service.
    Service = "service",
    /// For how many months.
    Months = "months",
    /// Who is to be registered, of the people whom the register knows.
    Subject = "subject",
    /// Which citizenship the subject has.
    Citizenship = "citizenship",
    /// What the applicant is to the subject.
    Relation = "relation",
    /// How old the subject is.
    Age = "age",
    /// Whether a court has limited the subject's capacity.
    Capacity = "capacity",
    /// Whose dwelling it is.
    Ownership = "ownership",
    /// Which dwelling.
    Address = "address",
    /// Who owns it.
    Owner = "owner",
    /// What the registers say of it; the reader waits, and is asked nothing.
    Check = "check",
    /// Whether the agreement of a state rental lists the subject.
    Agreement = "agreement",
    /// In which region it is.
    Region = "region",
    /// What kind of dwelling it is.
    Kind = "kind",
    /// Whether the administration of an institution files.
    Institution = "institution",
    /// Whether a minor or a person without full capacity is among the owners.
    Owners = "owners",
    /// What the subject is to an owner.
    RelationToOwner = "relation-to-owner",
    /// How much room there is for each person.
    Area = "area",
    /// What there is to sign with.
    Signing = "signing",
    /// Why.
    Reason = "reason",
}

/// Who is asked a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// Everybody.
    Everybody,
    /// Only somebody who is signed in.
    SignedIn,
    /// Only somebody who is not: else a register knows.
    SignedOut,
}

impl QuestionName {
    /// Its address.
    pub fn path(self) -> String {
        String::from("/apply/") + self.slug()
    }

    /// Facts that it settles and that are asked for only as long as they can matter; empty for a
    /// question that a filing needs in any case.
    pub fn facts(self) -> &'static [&'static str] {
        match self {
            Self::Citizenship => &["subject.citizenship"],
            Self::Relation => &["applicant.relation"],
            Self::Age => &["subject.age"],
            Self::Capacity => &["subject.capacity"],
            Self::Agreement => &["tenancy.subject_listed"],
            Self::Region => &["dwelling.region"],
            Self::Kind => &["dwelling.kind"],
            Self::Institution => &["dwelling.institution_applies"],
            Self::Owners => &["dwelling.owner_minor", "dwelling.owner_limited"],
            Self::RelationToOwner => &["subject.relation_to_owner"],
            Self::Area => &["dwelling.m2_per_person"],
            Self::Signing => &["applicant.has_eds", "applicant.phone_in_mobile_base"],
            _ => &[],
        }
    }

    /// Whether the question can be asked of somebody who is signed in, or is not.
    pub fn is_for(self, signed_in: bool) -> bool {
        match self.asked() {
            Asked::Everybody => true,
            Asked::SignedIn => signed_in,
            Asked::SignedOut => !signed_in,
        }
    }

    /// Whether one has to be signed in to be asked.
    pub fn needs_sign_in(self) -> bool {
        self.asked() == Asked::SignedIn
    }

    fn asked(self) -> Asked {
        match self {
            Self::Service
            | Self::Months
            | Self::Ownership
            | Self::Institution
            | Self::RelationToOwner
            | Self::Signing => Asked::Everybody,
            Self::Subject | Self::Address | Self::Owner | Self::Check | Self::Reason => {
                Asked::SignedIn
            }
            Self::Citizenship
            | Self::Relation
            | Self::Age
            | Self::Capacity
            | Self::Agreement
            | Self::Region
            | Self::Kind
            | Self::Owners
            | Self::Area => Asked::SignedOut,
        }
    }
}
