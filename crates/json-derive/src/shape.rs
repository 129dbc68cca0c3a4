use syn::{
    Data, DataEnum, DeriveInput, Error, Fields, Ident, Path, Result, Type, spanned::Spanned as _,
};

use crate::serde::{Case, Said};

/// A type, as far as its JSON goes.
pub(crate) struct Shape {
    pub(crate) name: Ident,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    /// An object.
    Struct {
        fields: Vec<Field>,
        /// What is missing is taken from the type's `Default`.
        default: bool,
    },
    /// What its only field is.
    Newtype(Box<Type>),
    /// A text, or an object of one member.
    Enum(Vec<Variant>),
}

pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) name: String,
    pub(crate) default: bool,
    pub(crate) with: Option<Path>,
    pub(crate) skip_if: Option<Path>,
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) content: Option<Type>,
}

impl Shape {
    pub(crate) fn parse(input: &DeriveInput) -> Result<Self> {
        if !input.generics.params.is_empty() {
            let error = "`json` derives no generic types";
            return Err(Error::new(input.generics.span(), error));
        }
        let body = match &input.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => {
                    let said = Said::parse(&input.attrs, &["default"])?;
                    Body::Struct {
                        fields: fields.named.iter().map(field).collect::<Result<_>>()?,
                        default: said.default,
                    }
                }
                fields => {
                    Said::parse(&input.attrs, &["transparent"])?;
                    Body::Newtype(Box::new(only(fields)?))
                }
            },
            Data::Enum(data) => {
                let said = Said::parse(&input.attrs, &["rename_all"])?;
                Body::Enum(variants(data, said.rename_all)?)
            }
            Data::Union(_) => return Err(Error::new(input.span(), "`json` derives no unions")),
        };
        Ok(Self {
            name: input.ident.clone(),
            body,
        })
    }
}

/// Names with commas between them.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a String>) -> String {
    names.map(String::as_str).collect::<Vec<_>>().join(",")
}

/// A name that can stand in such a list.
fn listable(name: String, at: &Ident) -> Result<String> {
    if name.is_empty() || name.contains(',') {
        return Err(Error::new(at.span(), "`json` keeps names between commas"));
    }
    Ok(name)
}

fn field(field: &syn::Field) -> Result<Field> {
    let said = Said::parse(
        &field.attrs,
        &["rename", "default", "with", "skip_serializing_if"],
    )?;
    let ident = field.ident.clone();
    let ident = ident.ok_or_else(|| Error::new(field.span(), "a field without a name"))?;
    Ok(Field {
        name: listable(said.rename.unwrap_or_else(|| ident.to_string()), &ident)?,
        ident,
        ty: field.ty.clone(),
        default: said.default,
        with: said.with,
        skip_if: said.skip_serializing_if,
    })
}

fn variants(data: &DataEnum, case: Option<Case>) -> Result<Vec<Variant>> {
    if data.variants.is_empty() {
        return Err(Error::new(data.enum_token.span(), "nothing to read"));
    }
    let variant = |variant: &syn::Variant| {
        let said = Said::parse(&variant.attrs, &["rename"])?;
        let ident = variant.ident.to_string();
        let written = case.map_or_else(|| ident.clone(), |case| case.written(&ident));
        Ok(Variant {
            ident: variant.ident.clone(),
            name: listable(said.rename.unwrap_or(written), &variant.ident)?,
            content: match &variant.fields {
                Fields::Unit => None,
                fields => Some(only(fields)?),
            },
        })
    };
    data.variants.iter().map(variant).collect()
}

/// The type of the only field, which has no name.
fn only(fields: &Fields) -> Result<Type> {
    let mut all = fields.iter();
    match (fields, all.next(), all.next()) {
        (Fields::Unnamed(_), Some(field), None) => {
            Said::parse(&field.attrs, &[])?;
            Ok(field.ty.clone())
        }
        _ => Err(Error::new(fields.span(), "`json` wants one field here")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::Shape;

    #[test]
    fn what_it_does_not_know_is_an_error() {
        let check = |text: &str, is_known: bool| {
            let input = syn::parse_str(text).unwrap();
            assert_eq!(Shape::parse(&input).is_ok(), is_known, "{text}");
        };
        for known in [
            "struct A { a: u8 }",
            "#[serde(default)] struct A { a: u8 }",
            "#[serde(transparent)] struct A(u8);",
            r#"struct A { #[serde(default, with = "a::b", rename = "b")] a: u8 }"#,
            r#"#[serde(rename_all = "lowercase")] enum A { A, #[serde(rename = "c")] B(u8) }"#,
        ] {
            check(known, true);
        }
        for unknown in [
            "#[serde(deny_unknown_fields)] struct A { a: u8 }",
            r#"#[serde(rename_all = "camelCase")] enum A { A }"#,
            r#"#[serde(rename_all = "snake_case")] struct A { a: u8 }"#,
            r#"#[serde(tag = "type")] enum A { A }"#,
            r#"enum A { #[serde(alias = "b")] A }"#,
            r#"enum A { #[serde(rename = "a,b")] A }"#,
            r#"struct A { #[serde(default = "seven")] a: u8 }"#,
            "struct A { #[serde(flatten)] a: u8 }",
            "struct A { #[serde(skip)] a: u8 }",
            "enum A { A { a: u8 } }",
            "enum A { A(u8, u8) }",
            "struct A(u8, u8);",
            "struct A;",
            "struct A<T> { a: T }",
            "enum A {}",
        ] {
            check(unknown, false);
        }
    }
}
