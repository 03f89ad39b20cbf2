/** As many dates as one page has at most: a year of a meeting a fortnight, with some to spare. */
export const MOST_DATES = 30;
