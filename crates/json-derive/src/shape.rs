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

fn field(field: &syn::Field) -> Result<Field> {
    let said = Said::parse(
        &field.attrs,
        &["rename", "default", "with", "skip_serializing_if"],
    )?;
    let ident = field.ident.clone();
    let ident = ident.ok_or_else(|| Error::new(field.span(), "a field without a name"))?;
    Ok(Field {
        name: said.rename.unwrap_or_else(|| ident.to_string()),
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
            name: said.rename.unwrap_or(written),
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
