/**
 * A well-mixed 32-bit number from two: the finalizer of MurmurHash3 over their combination (Austin Appleby, public
 * domain). The same step therefore always draws the same number, in a preview as in the rotation itself.
 */
export function draw(seed: number, number: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
