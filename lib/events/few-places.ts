/** Few enough to be worth hurrying: a tenth of all, and never more than ten. */
export function isFew({ capacity, left }: { capacity: number; left: number }): boolean {
  return left > 0 && left <= Math.min(10, Math.ceil(capacity / 10));
}
