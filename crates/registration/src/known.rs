//! What the state's registers know, as far as the one who asks may know it. Every field may be
//! missing: a register that was not asked, or that is not to be told, is not a "no".

use json::{FromJson, ToJson};
use serde::{Deserialize, Serialize};

use crate::{identifiers::Region, symbol::symbols};

symbols! {
    /// Which of the two services is asked for.
    Service {
        /// Registration at the place of residence (по месту жительства).
        Permanent = "permanent",
        /// Registration at the place of stay (по месту пребывания), for 1 to 12 months.
        Temporary = "temporary",
    }
}

symbols! {
    /// Citizenship of the subject.
    Citizenship {
        /// Citizen of Kazakhstan.
        Citizen = "citizen",
        /// Foreigner with a residence permit.
        ResidencePermit = "residence_permit",
        /// Immigrant under the 90-day regime.
        TemporaryStay = "temporary_stay",
    }
}

symbols! {
    /// Legal capacity of the subject, as a court has left it.
    Capacity {
        /// No court has limited it.
        Full = "full",
        /// Declared partially incapable.
        Partial = "partial",
        /// Declared incapable.
        None = "none",
    }
}

symbols! {
    /// What the applicant is to the subject.
    Relation {
        /// The same person.
        Myself = "self",
        /// Mother or father.
        Parent = "parent",
        /// Another legal representative of a child.
        Representative = "representative",
        /// Guardian or trustee of an adult without full capacity.
        Guardian = "guardian",
        /// Anybody else.
        Other = "other",
    }
}

symbols! {
    /// What the applicant owns of the dwelling.
    Ownership {
        /// All of it.
        Sole = "sole",
        /// A share.
        Shared = "shared",
        /// Nothing.
        None = "none",
    }
}

symbols! {
    /// What the subject is to an owner of the dwelling.
    RelationToOwner {
        /// An owner.
        Owner = "owner",
        /// Husband or wife.
        Spouse = "spouse",
        /// Parent, child, brother, sister, grandparent, grandchild.
        CloseRelative = "close_relative",
        /// Another relative.
        Relative = "relative",
        /// Under the owner's guardianship.
        Ward = "ward",
        /// Full-time student.
        Student = "student",
        /// None of these.
        None = "none",
    }
}

symbols! {
    /// By which right the dwelling is lived in.
    Tenure {
        /// Private property.
        Private = "private",
        /// Rented from the state housing fund.
        StateRental = "state_rental",
    }
}

symbols! {
    /// Kind of the dwelling.
    DwellingKind {
        /// House.
        House = "house",
        /// Flat.
        Flat = "flat",
        /// Dacha.
        Dacha = "dacha",
        /// Dormitory.
        Dormitory = "dormitory",
        /// Hotel.
        Hotel = "hotel",
        /// Sanatorium.
        Sanatorium = "sanatorium",
        /// Clinic.
        Clinic = "clinic",
        /// Boarding or care home.
        CareHome = "care_home",
        /// Other premises for living.
        Other = "other",
    }
}

/// What is known of the person who is to be registered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct KnownSubject {
    /// Whole years on the date of filing.
    pub age: Option<u8>,
    /// Citizenship.
    pub citizenship: Option<Citizenship>,
    /// Legal capacity.
    pub capacity: Option<Capacity>,
    /// What the applicant is to the subject.
    pub relation: Option<Relation>,
    /// Whether an application for this subject is under way.
    pub open_application: Option<bool>,
}

/// What is known of the person who files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct KnownApplicant {
    /// Whether a valid national digital signature has been issued.
    pub has_eds: Option<bool>,
    /// Whether the Mobile Citizens Database (БМГ) has a telephone.
    pub phone_in_mobile_base: Option<bool>,
}

/// What is known of the dwelling, as far as the applicant may know it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
pub struct KnownDwelling {
    /// Whether the address belongs to the named owner.
    pub found: Option<bool>,
    /// What the applicant owns of it.
    pub ownership: Option<Ownership>,
    /// By which right it is lived in.
    pub tenure: Option<Tenure>,
    /// Its kind.
    pub kind: Option<DwellingKind>,
    /// Whether the administration of an institution files for the subject.
    pub institution_applies: Option<bool>,
    /// Whether the building is commissioned and has a title.
    pub commissioned: Option<bool>,
    /// Its region.
    pub region: Option<Region>,
    /// Hundredths of a square metre of useful area per registered person, the new one counted.
    pub area_per_person_dm2: Option<u32>,
    /// Whether any owner, even of a share, is a minor. Told to nobody but the server itself.
    pub owner_minor: Option<bool>,
    /// Whether any owner was declared incapable or partially incapable. As above.
    pub owner_limited: Option<bool>,
    /// Whether the agreement of a state rental lists the subject.
    pub subject_listed: Option<bool>,
}
