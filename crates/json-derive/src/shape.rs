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
    Newtype(Type),
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
                    Body::Newtype(only(fields)?)
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
    use syn::{DeriveInput, parse_quote};

    use super::Shape;

    #[test]
    fn what_it_does_not_know_is_an_error() {
        let check = |input: DeriveInput, is_known: bool| {
            assert_eq!(Shape::parse(&input).is_ok(), is_known, "{:?}", input.ident);
        };
        check(
            parse_quote!(
                struct Plain {
                    a: u8,
                }
            ),
            true,
        );
        check(
            parse_quote!(
                #[serde(default)]
                struct Default {
                    a: u8,
                }
            ),
            true,
        );
        check(
            parse_quote!(
                #[serde(transparent)]
                struct Newtype(u8);
            ),
            true,
        );
        check(
            parse_quote!(
                struct Field {
                    #[serde(default, with = "a::b", rename = "b")]
                    a: u8,
                }
            ),
            true,
        );
        check(
            parse_quote!(
                #[serde(rename_all = "lowercase")]
                enum Kind {
                    A,
                    #[serde(rename = "c")]
                    B(u8),
                }
            ),
            true,
        );
        check(
            parse_quote!(
                #[serde(deny_unknown_fields)]
                struct Strict {
                    a: u8,
                }
            ),
            false,
        );
        check(
            parse_quote!(
                #[serde(rename_all = "camelCase")]
                enum Camel {
                    A,
                }
            ),
            false,
        );
        check(
            parse_quote!(
                #[serde(rename_all = "snake_case")]
                struct Fields {
                    a: u8,
                }
            ),
            false,
        );
        check(
            parse_quote!(
                #[serde(tag = "type")]
                enum Tagged {
                    A,
                }
            ),
            false,
        );
        check(
            parse_quote!(
                struct Flat {
                    #[serde(flatten)]
                    a: u8,
                }
            ),
            false,
        );
        check(
            parse_quote!(
                struct Skipped {
                    #[serde(skip)]
                    a: u8,
                }
            ),
            false,
        );
        check(
            parse_quote!(
                struct Function {
                    #[serde(default = "seven")]
                    a: u8,
                }
            ),
            false,
        );
        check(
            parse_quote!(
                enum Aliased {
                    #[serde(alias = "b")]
                    A,
                }
            ),
            false,
        );
        check(
            parse_quote!(
                enum Named {
                    A { a: u8 },
                }
            ),
            false,
        );
        check(
            parse_quote!(
                enum Two {
                    A(u8, u8),
                }
            ),
            false,
        );
        check(
            parse_quote!(
                struct Pair(u8, u8);
            ),
            false,
        );
        check(
            parse_quote!(
                struct Unit;
            ),
            false,
        );
        check(
            parse_quote!(
                struct Generic<T> {
                    a: T,
                }
            ),
            false,
        );
        check(
            parse_quote!(
                enum Never {}
            ),
            false,
        );
        check(
            parse_quote!(
                enum Comma {
                    #[serde(rename = "a,b")]
                    A,
                }
            ),
            false,
        );
    }
}
