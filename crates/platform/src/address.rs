//! Addresses with what is asked for in them.

/// A path with what is asked for behind it; empty values are left out.
pub fn query<'a>(path: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut address = path.to_owned();
    for (name, value) in pairs.filter(|(_, value)| !value.is_empty()) {
        let mark = if address.contains('?') { '&' } else { '?' };
        address.push(mark);
        address.push_str(name);
        address.push('=');
        // Everything but letters and digits of ASCII is written by its bytes (RFC 3986).
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                address.push(char::from(byte));
            } else {
                address.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stands_in_the_address_as_it_was_said() {
        let asked = [("q", "茶 & 点"), ("none", ""), ("page", "2")];
        assert_eq!(
            query("/w/1/units", asked.into_iter()),
            "/w/1/units?q=%E8%8C%B6%20%26%20%E7%82%B9&page=2"
        );
        assert_eq!(query("/a?b=1", [("c", "d")].into_iter()), "/a?b=1&c=d");
    }
}
