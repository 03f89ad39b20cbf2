/** A string as an OData literal, ready for a query: quotes doubled, then percent-encoded. */
export function odataFilter(property: string, value: string): string {
  return encodeURIComponent(`${property} eq '${value.replaceAll("'", "''")}'`);
}
