use proc_macro2::TokenStream;
use quote::quote;

use crate::shape::{Body, Field, Shape, Variant, listed};

pub(crate) fn expand(shape: &Shape) -> TokenStream {
    let name = &shape.name;
    let body = match &shape.body {
        Body::Struct { fields, .. } => {
            let fields = fields.iter().map(member);
            quote! {
                ::json::open(to);
                #(#fields)*
                ::json::close(to);
            }
        }
        Body::Newtype(_) => quote!(::json::ToJson::write_json(&self.0, to);),
        Body::Enum(variants) => one_of(variants),
    };
    quote! {
        #[automatically_derived]
        impl ::json::ToJson for #name {
            #[inline(never)]
            fn write_json(&self, to: &mut ::std::string::String) {
                #body
            }
        }
    }
}

fn member(field: &Field) -> TokenStream {
    let Field {
        ident, name, with, ..
    } = field;
    let write = match with {
        Some(with) => quote!(#with::write_json),
        None => quote!(::json::ToJson::write_json),
    };
    let write = quote! {
        ::json::name(to, #name);
        #write(&self.#ident, to);
    };
    match &field.skip_if {
        Some(skip_if) => quote!(if !#skip_if(&self.#ident) { #write }),
        None => write,
    }
}

fn one_of(variants: &[Variant]) -> TokenStream {
    let plain: Vec<&Variant> = variants.iter().filter(|v| v.content.is_none()).collect();
    let names = listed(plain.iter().map(|variant| &variant.name));
    let places = plain.iter().enumerate().map(|(place, variant)| {
        let ident = &variant.ident;
        quote!(Self::#ident => #place)
    });
    let with_content = variants.iter().filter(|v| v.content.is_some());
    let with_content = with_content.map(|Variant { ident, name, .. }| {
        quote!(Self::#ident(content) => return ::json::content_of(to, #name, content))
    });
    quote! {
        let place: usize = match self {
            #(#places,)*
            #(#with_content,)*
        };
        ::json::symbol(to, #names, place);
    }
}
