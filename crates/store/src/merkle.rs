//! The Merkle tree hash of RFC 6962, section 2.1, over SHA-256.

use sha2::{Digest, Sha256};

pub(crate) type Hash = [u8; 32];

/// The hash of a leaf's bytes: what it stands for can't pass for a pair of hashes.
pub(crate) fn leaf(bytes: &[u8]) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(bytes)
        .finalize()
        .into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// The root over leaf hashes in their order.
pub(crate) fn root(leaves: impl IntoIterator<Item = Hash>) -> Hash {
    // Complete subtrees from left to right, each at least twice as high as the next, as (height, hash).
    let mut peaks: Vec<(u32, Hash)> = Vec::new();
    for leaf in leaves {
        let mut joined = (0, leaf);
        while let Some((height, left)) = peaks.pop_if(|(height, _)| *height == joined.0) {
            joined = (height + 1, node(&left, &joined.1));
        }
        peaks.push(joined);
    }
    let right = peaks
        .pop()
        .map_or_else(|| Sha256::digest([]).into(), |(_, hash)| hash);
    peaks
        .iter()
        .rev()
        .fold(right, |right, (_, left)| node(left, &right))
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    fn tree(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [one] => *one,
            many => {
                let half = many.len().next_power_of_two() / 2;
                node(&tree(&many[..half]), &tree(&many[half..]))
            }
        }
    }

    #[test]
    fn it_is_the_tree_of_the_rfc() {
        let leaves: Vec<Hash> = (0..70u8).map(|n| leaf(&[n])).collect();
        for count in 0..=leaves.len() {
            assert_eq!(
                root(leaves[..count].iter().copied()),
                tree(&leaves[..count]),
                "{count} leaves"
            );
        }
    }

    /// From the test data of Certificate Transparency (RFC 6962's reference implementation).
    #[test]
    fn known_roots() {
        let leaves = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ]
        .map(|hex| leaf(&HEXLOWER.decode(hex.as_bytes()).unwrap()));
        for (count, hex) in [
            (
                1,
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            ),
            (
                2,
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            ),
            (
                3,
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            ),
            (
                8,
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
            ),
        ] {
            assert_eq!(
                HEXLOWER.encode(&root(leaves[..count].iter().copied())),
                hex,
                "{count} leaves"
            );
        }
    }
}
