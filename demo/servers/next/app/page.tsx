export default function Page() {
  return <p>The endpoint is at /api/codat.</p>;
}
