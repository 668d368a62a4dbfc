//! The wire format of Protocol Buffers, as much as OpenStreetMap files use of it
//! (<https://protobuf.dev/programming-guides/encoding/>). Never panics and never allocates by a length it was told.

/// Bytes that are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A variable-length number.
    Number(u64),
    /// Text, bytes, a message, or packed numbers.
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    pub fn number(self) -> Result<u64, Malformed> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Bytes(_) => Err(Malformed),
        }
    }

    pub fn bytes(self) -> Result<&'a [u8], Malformed> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Number(_) => Err(Malformed),
        }
    }
}

/// Fields of a message, one after the other: their numbers and values. Fields of fixed width are skipped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message<'a>(pub &'a [u8]);

impl<'a> Message<'a> {
    /// Calls `each` with every field.
    pub fn for_each(
        mut self,
        mut each: impl FnMut(u64, Value<'a>) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        while !self.0.is_empty() {
            let key = varint(&mut self.0)?;
            match key & 7 {
                0 => each(key >> 3, Value::Number(varint(&mut self.0)?))?,
                1 => drop(split(&mut self.0, 8)?),
                2 => {
                    let length = usize::try_from(varint(&mut self.0)?).map_err(|_| Malformed)?;
                    each(key >> 3, Value::Bytes(split(&mut self.0, length)?))?;
                }
                5 => drop(split(&mut self.0, 4)?),
                _ => return Err(Malformed),
            }
        }
        Ok(())
    }
}

fn split<'a>(bytes: &mut &'a [u8], length: usize) -> Result<&'a [u8], Malformed> {
    let (taken, rest) = bytes.split_at_checked(length).ok_or(Malformed)?;
    *bytes = rest;
    Ok(taken)
}

/// A number of up to ten bytes, seven bits each, the low ones first.
fn varint(bytes: &mut &[u8]) -> Result<u64, Malformed> {
    let mut number = 0_u64;
    for shift in (0..70).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or(Malformed)?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        if byte < 0x80 {
            return Ok(number);
        }
    }
    Err(Malformed)
}

/// Packed numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packed<'a>(pub &'a [u8]);

impl Iterator for Packed<'_> {
    type Item = Result<u64, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let number = varint(&mut self.0);
        if number.is_err() {
            self.0 = &[];
        }
        Some(number)
    }
}

/// A number whose sign is its lowest bit.
pub(super) const fn zigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

/// Packed differences, summed up.
pub(super) fn sums(packed: Packed<'_>) -> impl Iterator<Item = Result<i64, Malformed>> {
    let mut sum = 0_i64;
    packed.map(move |number| {
        sum = sum.wrapping_add(zigzag(number?));
        Ok(sum)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_those_of_the_specification() {
        assert_eq!(varint(&mut &[0x96, 0x01][..]), Ok(150));
        assert_eq!(varint(&mut &[0xff; 11][..]), Err(Malformed));
        assert_eq!(varint(&mut &[0x80][..]), Err(Malformed), "it goes on");
        assert_eq!(
            [0, 1, 2, 4_294_967_295].map(zigzag),
            [0, -1, 1, -2_147_483_648]
        );
        assert_eq!(
            sums(Packed(&[2, 2, 3])).collect::<Result<Vec<_>, _>>(),
            Ok(vec![1, 2, 0])
        );
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_odd(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Message(&bytes).for_each(|_, value| {
                if let Value::Bytes(bytes) = value {
                    let _ = Packed(bytes).count();
                }
                Ok(())
            });
        }
    }
}
