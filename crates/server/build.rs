//! How the program is linked.

/// On 64-bit Linux the addresses that are put right at the start are written down packed: as one list of them all they were
/// three megabytes that every start reads and keeps in memory. Needs a C library of 2022 or later (Debian 12).
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("TARGET").is_ok_and(|target| target == "x86_64-unknown-linux-gnu") {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}
