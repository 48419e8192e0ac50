import type { Integration } from 'codat-commerce-picker';
import { createSignal, Show } from 'solid-js';
import { render } from 'solid-js/web';
import { Integrations } from './Integrations';

const OWN: Integration[] = [{ key: 'fbrh', name: 'FreeAgent', sourceType: 'Accounting' }];

function Page() {
  const [shown, setShown] = createSignal(true);
  const [disabled, setDisabled] = createSignal(false);
  const [own, setOwn] = createSignal(false);
  return (
    <>
      <button id="show" onClick={() => setShown(!shown())}>
        Show or hide
      </button>
      <button id="disable" onClick={() => setDisabled(!disabled())}>
        Disable or enable
      </button>
      <button id="list" onClick={() => setOwn(!own())}>
        Own list or the endpoint’s
      </button>
      <Show when={shown()}>
        <Integrations disabled={disabled()} integrations={own() ? OWN : undefined} />
      </Show>
    </>
  );
}

render(Page, document.getElementById('root')!);
