/// Declares an enum whose values travel by their public name, the one in the policy's vocabulary.
macro_rules! symbols {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $symbol:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[derive(serde::Serialize, serde::Deserialize, json::FromJson, json::ToJson)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $symbol)] $variant,)+
        }

        impl $name {
            /// Every value, in the order in which it is offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The public name, as in the policy's vocabulary.
            #[must_use]
            pub fn symbol(self) -> &'static str {
                match self {
                    $(Self::$variant => $symbol,)+
                }
            }

            /// The value with this public name.
            #[must_use]
            pub fn from_symbol(symbol: &str) -> Option<Self> {
                match symbol {
                    $($symbol => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use symbols;
