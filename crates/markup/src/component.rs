use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, FnArg, ItemFn, Pat, PatType, Result, Type, parse_quote};

pub(crate) fn expand(tokens: TokenStream) -> Result<TokenStream> {
    let ItemFn {
        attrs,
        vis,
        sig,
        block,
        ..
    } = syn::parse2(tokens)?;
    let name = sig.ident;
    let props = format_ident!("{name}Props");
    let builder = format_ident!("{props}Builder");
    let about = format!("Props of [`{name}`].");
    let mut fields = Vec::new();
    let mut names = Vec::new();
    for parameter in sig.inputs {
        let FnArg::Typed(PatType { attrs, pat, ty, .. }) = parameter else {
            return Err(syn::Error::new_spanned(
                parameter,
                "a component has no receiver",
            ));
        };
        let Pat::Ident(ident) = *pat else {
            return Err(syn::Error::new_spanned(pat, "a prop has a name"));
        };
        let docs = attrs
            .iter()
            .filter(|attribute| attribute.path().is_ident("doc"));
        let setter = setter(&attrs, &ty)?;
        let ident = ident.ident;
        fields.push(quote!(#(#docs)* #setter #ident: #ty));
        names.push(ident);
    }
    Ok(quote! {
        #[doc = #about]
        #[derive(crate::dom::typed_builder::TypedBuilder)]
        #[builder(doc, crate_module_path = crate::dom::typed_builder)]
        #vis struct #props { #(#fields),* }

        impl crate::dom::Props for #props {
            type Builder = #builder;

            fn builder() -> Self::Builder {
                Self::builder()
            }
        }

        #(#attrs)*
        #[allow(non_snake_case, reason = "a component is named like a type")]
        #vis fn #name(props: #props) -> crate::dom::View {
            let #props { #(#names),* } = props;
            ::leptos::prelude::untrack(move || crate::dom::IntoView::into_view(#block))
        }
    })
}

/// How the prop is given: as it is, converted, or not at all.
fn setter(attributes: &[Attribute], ty: &Type) -> Result<Option<Attribute>> {
    let (mut into, mut optional) = (false, false);
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("prop"))
    {
        attribute.parse_nested_meta(|option| {
            match option.path.get_ident() {
                Some(ident) if ident == "into" => into = true,
                Some(ident) if ident == "optional" => optional = true,
                _ => return Err(option.error("neither `into` nor `optional`")),
            }
            Ok(())
        })?;
    }
    Ok(match (optional, is_option(ty), into) {
        (true, true, true) => Some(parse_quote!(#[builder(default, setter(strip_option, into))])),
        (true, true, false) => Some(parse_quote!(#[builder(default, setter(strip_option))])),
        (true, false, true) => Some(parse_quote!(#[builder(default, setter(into))])),
        (true, false, false) => Some(parse_quote!(#[builder(default)])),
        (false, _, true) => Some(parse_quote!(#[builder(setter(into))])),
        (false, _, false) => None,
    })
}

fn is_option(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path
        .segments
        .last()
        .is_some_and(|segment| segment.ident == "Option")
}
