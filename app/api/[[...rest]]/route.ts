/** Every address below /api that leads to nothing; without this the pages would take it for theirs. */
function nothing(): Response {
  return Response.json({ error: "not-found" }, { status: 404 });
}

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
