/** An address or a command, written out: it is copied, or sent to somebody else. */
export function WrittenOut({
  page,
  command,
}: {
  page?: string | number;
  command?: string | number;
}) {
  return (
    <>
      {page ? (
        <p className="address">
          <a href={String(page)}>{page}</a>
        </p>
      ) : null}
      {command ? (
        <p className="address">
          <code>{command}</code>
        </p>
      ) : null}
    </>
  );
}
