use proc_macro2::TokenStream;
use quote::quote;

use crate::shape::{Body, Field, Shape, Variant, listed};

pub(crate) fn expand(shape: &Shape) -> TokenStream {
    let name = &shape.name;
    let blank = shape.blank();
    let body = match &shape.body {
        Body::Struct { fields, default } => object(fields, *default),
        Body::Newtype(_) => quote!(::json::FromJson::read_json(&mut self.0, json)),
        Body::Enum(variants) => one_of(variants),
    };
    quote! {
        #[automatically_derived]
        impl ::json::FromJson for #name {
            const BLANK: Self = #blank;

            #[inline(never)]
            fn read_json(&mut self, json: ::core::option::Option<&mut ::json::Json>) -> bool {
                #body
            }
        }
    }
}

fn object(fields: &[Field], default: bool) -> TokenStream {
    let begin = default.then(|| quote!(*self = ::core::default::Default::default();));
    let reads = fields.iter().enumerate().map(|(place, field)| {
        let Field { ident, with, .. } = field;
        let found = quote!(found[#place].as_deref_mut());
        let read = match with {
            Some(with) => quote!(#with::read_json),
            None => quote!(::json::FromJson::read_json),
        };
        let missing = match (default, field.default) {
            (true, _) => quote!(true),
            (false, true) => quote!({
                self.#ident = ::core::default::Default::default();
                true
            }),
            (false, false) => return quote!(#read(&mut self.#ident, #found)),
        };
        quote!(match #found {
            ::core::option::Option::None => #missing,
            json => #read(&mut self.#ident, json),
        })
    });
    let names = listed(fields.iter().map(|field| &field.name));
    let count = fields.len();
    // All are read, whatever the first ones say: that is shorter than to go away in between.
    quote! {
        let mut found : [::core::option::Option<&mut ::json::Json>; #count] =
            [const { ::core::option::Option::None }; #count];
        if !::json::members(json, #names, &mut found) {
            return false;
        }
        #begin
        true #(& #reads)*
    }
}

fn one_of(variants: &[Variant]) -> TokenStream {
    let plain: Vec<&Variant> = variants.iter().filter(|v| v.content.is_none()).collect();
    let names = listed(plain.iter().map(|variant| &variant.name));
    let arms = plain.iter().enumerate().map(|(place, variant)| {
        let ident = &variant.ident;
        quote!(::core::option::Option::Some(#place) => Self::#ident)
    });
    let plain = quote! {
        *self = match ::json::position(json, #names) {
            #(#arms,)*
            _ => return false,
        };
        true
    };
    let with_content = variants.iter().filter(|v| v.content.is_some());
    let with_content = with_content.map(|variant| {
        let Variant { ident, name, .. } = variant;
        let blank = variant.blank();
        quote! {
            if let ::core::option::Option::Some(content) =
                ::json::content(json.as_deref_mut(), #name)
            {
                *self = #blank;
                if let Self::#ident(place) = self {
                    return ::json::FromJson::read_json(
                        place,
                        ::core::option::Option::Some(content),
                    );
                }
            }
        }
    });
    let with_content: TokenStream = with_content.collect();
    if with_content.is_empty() {
        return plain;
    }
    quote! {
        let mut json = json;
        #with_content
        #plain
    }
}
