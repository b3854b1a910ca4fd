//! CSAF's product tree: which package and versions a product id stands for.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::osv::import::{Scope, vers};
use crate::package::{Package, Purl};

/// A product that has a package URL.
#[derive(Clone)]
pub(super) struct Product {
    pub(super) package: Package,
    pub(super) scope: Scope,
}

#[derive(Default, Deserialize)]
pub(super) struct Tree {
    #[serde(default)]
    branches: Vec<Branch>,
    #[serde(default)]
    full_product_names: Vec<Named>,
    #[serde(default)]
    relationships: Vec<Relationship>,
}

#[derive(Deserialize)]
struct Branch {
    category: String,
    name: String,
    #[serde(default)]
    branches: Vec<Branch>,
    product: Option<Named>,
}

#[derive(Deserialize)]
struct Named {
    product_id: String,
    product_identification_helper: Option<Helper>,
}

#[derive(Deserialize)]
struct Helper {
    purl: Option<String>,
}

#[derive(Deserialize)]
struct Relationship {
    product_reference: String,
    full_product_name: Named,
}

impl Tree {
    pub(super) fn products(&self) -> BTreeMap<&str, Product> {
        let mut products = BTreeMap::new();
        for named in &self.full_product_names {
            products.extend(product_of(named, None).map(|product| (named.product_id.as_str(), product)));
        }
        // A stack and not recursion: the depth of a branch is the document's to choose.
        let mut branches: Vec<&Branch> = self.branches.iter().collect();
        while let Some(branch) = branches.pop() {
            branches.extend(&branch.branches);
            if let Some(named) = &branch.product {
                let product = product_of(named, Some(branch));
                products.extend(product.map(|product| (named.product_id.as_str(), product)));
            }
        }
        for relationship in &self.relationships {
            let named = &relationship.full_product_name;
            let own = product_of(named, None);
            let of_part = || products.get(relationship.product_reference.as_str()).cloned();
            if let Some(product) = own.or_else(of_part) {
                products.insert(&named.product_id, product);
            }
        }
        products
    }
}

/// The versions are the package URL's own, else the branch's: one version, or a `vers:` range. A
/// range in prose is unreadable, which leaves the verdict unknown.
fn product_of(named: &Named, branch: Option<&Branch>) -> Option<Product> {
    let purl = named.product_identification_helper.as_ref()?.purl.as_deref()?;
    let purl: Purl = purl.parse().ok()?;
    let scope = match (purl.version(), branch) {
        (Some(version), _) => Scope::Exact(version.to_string()),
        (None, Some(branch)) => match branch.category.as_str() {
            "product_version" => Scope::Exact(branch.name.clone()),
            "product_version_range" => Scope::Ranges(
                vers::from_vers(&branch.name).unwrap_or_else(|| vers::Ranges::unreadable(&branch.name)),
            ),
            _ => Scope::All,
        },
        (None, None) => Scope::All,
    };
    Some(Product { package: purl.package().clone(), scope })
}
