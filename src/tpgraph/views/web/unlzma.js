// Decompresses LZMA as views/packing.py writes it: lc = 3, lp = pb = 0, behind 3 and the length.
"use strict";

// gzip begins with another byte.
const isLzma = (bytes) => bytes[0] === 3;

const unlzma = (input) => {
  const output = new Uint8Array(new DataView(input.buffer, input.byteOffset).getUint32(1, true));
  // How probable a zero is at each place of the format, in 2048ths: where the sorts of places begin.
  const [MATCH, REPEAT, NOT_FIRST, NOT_SECOND, NOT_THIRD, LONGER] = [0, 12, 24, 36, 48, 60];
  const [LENGTH, LENGTH_AGAIN, SLOT, DISTANCE, ALIGN, LITERAL] = [72, 346, 620, 876, 1004, 1020];
  const odds = new Uint16Array(LITERAL + 0x300 * 8).fill(1024);

  // The range coder. Both numbers are 32 bits without a sign; the first byte is always zero.
  let range = 0;
  let code = 0;
  let next = 6;
  const shift = () => {
    range <<= 8;
    code = (code << 8) | input[next];
    next += 1;
  };
  for (let i = 0; i < 4; i += 1) shift();
  range = -1;

  const bit = (place) => {
    const odd = odds[place];
    const bound = Math.imul(range >>> 11, odd);
    const isZero = code >>> 0 < bound >>> 0;
    if (isZero) {
      range = bound;
      odds[place] = odd + ((2048 - odd) >> 5);
    } else {
      range -= bound;
      code -= bound;
      odds[place] = odd - (odd >> 5);
    }
    if (range >>> 24 === 0) shift();
    return isZero ? 0 : 1;
  };
  const number = (place, bits) => {
    let node = 1;
    for (let i = 0; i < bits; i += 1) node = (node << 1) | bit(place + node);
    return node - (1 << bits);
  };
  const reversed = (place, bits) => {
    let node = 1;
    for (let i = 0; i < bits; i += 1) node = (node << 1) | bit(place + node);
    let value = 0;
    for (let i = 0; i < bits; i += 1) value = (value << 1) | ((node >> i) & 1);
    return value;
  };
  const even = (bits) => {
    let value = 0;
    for (let i = 0; i < bits; i += 1) {
      range >>>= 1;
      const isZero = code >>> 0 < range >>> 0;
      if (!isZero) code -= range;
      value = (value << 1) | (isZero ? 0 : 1);
      if (range >>> 24 === 0) shift();
    }
    return value;
  };
  const length = (place) => {
    if (!bit(place)) return 2 + number(place + 2, 3);
    if (!bit(place + 1)) return 10 + number(place + 10, 3);
    return 18 + number(place + 18, 8);
  };
  const distance = (long) => {
    const slot = number(SLOT + Math.min(long - 2, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) << bits;
    if (slot < 14) return base + reversed(DISTANCE + base - slot, bits);
    return base + (even(bits - 4) << 4) + reversed(ALIGN, 4);
  };

  let state = 0; // of what sort the last pieces were
  let first = 0; // the last distances, each less 1
  let second = 0;
  let third = 0;
  let fourth = 0;
  let at = 0;
  const literal = () => {
    const place = LITERAL + 0x300 * (at ? output[at - 1] >> 5 : 0);
    let symbol = 1;
    if (state >= 7) {
      // Behind a repetition: the byte with which that one would have gone on is the likeliest not to come.
      let other = output[at - first - 1];
      let isSame = true;
      while (isSame && symbol < 0x100) {
        const expected = (other >> 7) & 1;
        const found = bit(place + ((1 + expected) << 8) + symbol);
        other <<= 1;
        symbol = (symbol << 1) | found;
        isSame = found === expected;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | bit(place + symbol);
    output[at] = symbol;
    at += 1;
  };
  // The distance of a repetition becomes the first; says whether it is longer than one byte.
  const again = () => {
    if (!bit(NOT_FIRST + state)) return bit(LONGER + state) === 1;
    let found = second;
    if (bit(NOT_SECOND + state)) {
      found = third;
      if (bit(NOT_THIRD + state)) {
        found = fourth;
        fourth = third;
      }
      third = second;
    }
    second = first;
    first = found;
    return true;
  };

  while (at < output.length) {
    const isFresh = state < 7;
    if (!bit(MATCH + state)) {
      literal();
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let long = 1;
    if (!bit(REPEAT + state)) {
      fourth = third;
      third = second;
      second = first;
      long = length(LENGTH);
      first = distance(long);
      state = isFresh ? 7 : 10;
    } else if (again()) {
      long = length(LENGTH_AGAIN);
      state = isFresh ? 8 : 11;
    } else {
      state = isFresh ? 9 : 11;
    }
    for (const end = Math.min(at + long, output.length); at < end; at += 1) output[at] = output[at - first - 1];
  }
  return output;
};
