export const revalidate = 60;

export function generateStaticParams() {
  return [];
}

/** So many letters: in the markup and, as on every page of Next's, once more in its data. */
export default async function BarePage({ params }: { params: Promise<{ size: string }> }) {
  const size = Number((await params).size);
  return (
    <main>
      <h1>Bare</h1>
      <p>{"A page says something. ".repeat(size / 23).slice(0, size)}</p>
    </main>
  );
}
