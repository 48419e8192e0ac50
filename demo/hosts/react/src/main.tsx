import type { Integration } from 'codat-commerce-picker';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Integrations } from './Integrations';
import { Tag } from './Tag';

const OWN: Integration[] = [{ key: 'fbrh', name: 'FreeAgent', sourceType: 'Accounting' }];
const Picker = new URLSearchParams(location.search).has('tag') ? Tag : Integrations;

function Page() {
  const [shown, setShown] = useState(true);
  const [disabled, setDisabled] = useState(false);
  const [own, setOwn] = useState(false);
  return (
    <>
      <button id="show" onClick={() => setShown(!shown)}>
        Show or hide
      </button>
      <button id="disable" onClick={() => setDisabled(!disabled)}>
        Disable or enable
      </button>
      <button id="list" onClick={() => setOwn(!own)}>
        Own list or the endpoint’s
      </button>
      {shown && <Picker disabled={disabled} integrations={own ? OWN : undefined} />}
    </>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
