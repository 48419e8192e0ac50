'use client';

import type { Integration } from 'codat-commerce-picker';
import { useState } from 'react';
import { Integrations } from './integrations';

const OWN: Integration[] = [{ key: 'fbrh', name: 'FreeAgent', sourceType: 'Accounting' }];

export function Shop() {
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
      {shown && <Integrations disabled={disabled} integrations={own ? OWN : undefined} />}
    </>
  );
}
