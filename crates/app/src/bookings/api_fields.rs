//! What is wrong with a booking, by the names of a program's request: the form asks for a day and two times, the request
//! for two instants.

use langqiao_kernel::id::EquipmentId;
use langqiao_platform::fault::Fault;

/// The same refusal with the names of the request's fields; `equipment` is what was asked for, in its order.
pub(super) fn as_sent(why: impl Into<Fault>, equipment: &[EquipmentId]) -> Fault {
    match why.into() {
        Fault::Refused(mut refusal) => {
            refusal.fields = refusal.fields.renamed(|field| name(field, equipment));
            Fault::Refused(refusal)
        }
        other => other,
    }
}

fn name(field: &str, equipment: &[EquipmentId]) -> String {
    let item = field.strip_prefix("eq-").map(|id| id.parse::<EquipmentId>().ok());
    match (field, item) {
        ("day" | "from", _) => "starts_at".to_owned(),
        ("to", _) => "ends_at".to_owned(),
        (_, Some(item)) => match equipment.iter().position(|one| Some(*one) == item) {
            Some(n) => format!("equipment[{n}]"),
            None => "equipment".to_owned(),
        },
        (other, None) => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use langqiao_platform::{fault::Refusal, fields::FieldErrors, i18n::msg};

    use super::*;

    #[test]
    fn fields_are_named_as_they_were_sent() {
        let (chairs, lamp) = (EquipmentId::from_u128(1), EquipmentId::from_u128(2));
        let mut errors = FieldErrors::new();
        for field in ["day", "to", "purpose"] {
            errors.add(field, msg::BOOKING_BAD_DAY);
        }
        errors.add(format!("eq-{lamp}"), msg::BOOKING_BAD_PEOPLE);
        errors.add(
            format!("eq-{}", EquipmentId::from_u128(3)),
            msg::BOOKING_BAD_PEOPLE,
        );
        let Fault::Refused(refusal) = as_sent(Refusal::fields(errors), &[chairs, lamp]) else {
            panic!("a refusal");
        };
        let fields: Vec<&str> = refusal.fields.iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            ["starts_at", "ends_at", "purpose", "equipment[1]", "equipment"]
        );
    }
}
