const INT8 = 20;
const DATE = 1082;
const DATE_ARRAY = 1182;

/**
 * Types that stay text on both databases. `pg` and PGlite disagree about them: a `date` becomes
 * local midnight on one and UTC midnight on the other, an `int8` a string or a rounded number.
 */
export const STRING_TYPES: readonly number[] = [INT8, DATE];

/** An array of such, which `pg` reads by a parser of its own. */
export const STRING_ARRAY_TYPES: readonly number[] = [DATE_ARRAY];
