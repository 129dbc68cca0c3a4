use proc_macro2::TokenStream;
use quote::quote;

use crate::shape::{Body, Field, Shape, Variant};

impl Shape {
    /// Some value of the type.
    pub(crate) fn blank(&self) -> TokenStream {
        match &self.body {
            Body::Struct { fields, .. } => {
                let idents = fields.iter().map(|field| &field.ident);
                let blanks = fields.iter().map(Field::blank);
                quote!(Self { #(#idents: #blanks),* })
            }
            Body::Newtype(ty) => quote!(Self(<#ty as ::json::FromJson>::BLANK)),
            Body::Enum(variants) => variants.iter().take(1).map(Variant::blank).collect(),
        }
    }
}

impl Field {
    fn blank(&self) -> TokenStream {
        let ty = &self.ty;
        match &self.with {
            Some(with) => quote!(#with::BLANK),
            None => quote!(<#ty as ::json::FromJson>::BLANK),
        }
    }
}

impl Variant {
    /// The variant with some content.
    pub(crate) fn blank(&self) -> TokenStream {
        let Self { ident, content, .. } = self;
        match content {
            Some(ty) => quote!(Self::#ident(<#ty as ::json::FromJson>::BLANK)),
            None => quote!(Self::#ident),
        }
    }
}
