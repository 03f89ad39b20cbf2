/** Where somebody changes what they said, from the pass by mail and from the one that isn't. */
export function answersStops(proved: string, unproved: string) {
  return [
    { name: "answers", address: `${proved}/answers` },
    { name: "answers, not by mail", address: `${unproved}/answers` },
  ];
}
