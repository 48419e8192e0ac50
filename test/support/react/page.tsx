import { CodatCommercePicker } from 'codat-commerce-picker/react';
import { createRoot } from 'react-dom/client';

const integrations = [{ key: 'gbol', name: 'Xero', sourceType: 'Accounting' }];

createRoot(document.getElementById('root')!).render(
  <CodatCommercePicker
    integrations={integrations}
    headingLevel={3}
    onCodatSelect={({ detail }) => {
      document.title = `picked ${detail.platformKey}`;
    }}
  />,
);
