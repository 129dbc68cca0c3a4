use syn::{Attribute, LitStr, Path, Result, meta::ParseNestedMeta};

/// What `#[serde(…)]` says of a type, a field or a variant.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) rename: Option<String>,
    pub(crate) rename_all: Option<Case>,
    pub(crate) default: bool,
    pub(crate) transparent: bool,
    pub(crate) with: Option<Path>,
    pub(crate) skip_serializing_if: Option<Path>,
}

/// How names of variants are written.
#[derive(Clone, Copy)]
pub(crate) enum Case {
    Snake,
    Lower,
}

impl Case {
    /// A variant's name, written so.
    pub(crate) fn written(self, variant: &str) -> String {
        let mut written = String::new();
        for (place, letter) in variant.char_indices() {
            if matches!(self, Self::Snake) && place > 0 && letter.is_uppercase() {
                written.push('_');
            }
            written.push(letter.to_ascii_lowercase());
        }
        written
    }
}

impl Said {
    /// Reads the attributes, of which only these may be there.
    pub(crate) fn parse(attributes: &[Attribute], may: &[&str]) -> Result<Self> {
        let mut said = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident("serde") {
                attribute.parse_nested_meta(|meta| said.take(&meta, may))?;
            }
        }
        Ok(said)
    }

    fn take(&mut self, meta: &ParseNestedMeta<'_>, may: &[&str]) -> Result<()> {
        let name = meta.path.get_ident().map(ToString::to_string);
        let name = name.filter(|name| may.contains(&name.as_str()));
        let text = || meta.value()?.parse::<LitStr>();
        match name.as_deref() {
            Some("rename") => self.rename = Some(text()?.value()),
            Some("rename_all") => {
                let case = text()?;
                self.rename_all = Some(match case.value().as_str() {
                    "snake_case" => Case::Snake,
                    "lowercase" => Case::Lower,
                    _ => return Err(syn::Error::new(case.span(), "unknown to `json`")),
                });
            }
            // With a value it is followed by `=`, which is an error then.
            Some("default") => self.default = true,
            Some("transparent") => self.transparent = true,
            Some("with") => self.with = Some(text()?.parse()?),
            Some("skip_serializing_if") => self.skip_serializing_if = Some(text()?.parse()?),
            _ => return Err(meta.error("unknown to `json`, or not in this place")),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Case;

    #[test]
    fn names_are_written_as_serde_writes_them() {
        assert_eq!(Case::Snake.written("TooManyOwners"), "too_many_owners");
        assert_eq!(Case::Snake.written("Kk"), "kk");
        assert_eq!(Case::Snake.written("ABC"), "a_b_c");
        assert_eq!(Case::Lower.written("TooMany"), "toomany");
    }
}
