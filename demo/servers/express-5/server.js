import { createHost } from 'codat-commerce-picker/host';
import { toNodeHandler } from 'codat-commerce-picker/node';
import express from 'express';
import { merchantOf } from './session.js';

const codat = createHost({
  apiKey: process.env.CODAT_API_KEY,
  baseUrl: process.env.CODAT_BASE_URL,
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: merchantOf,
});

const app = express();
app.use(express.json());
app.use(express.urlencoded({ extended: false }));
app.use('/api/codat', toNodeHandler(codat));
app.listen(process.env.PORT);
