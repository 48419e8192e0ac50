import { Shop } from './shop';

export default function Page() {
  return (
    <main>
      <h1>Integrations</h1>
      <Shop />
    </main>
  );
}
