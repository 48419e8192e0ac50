import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import { createHost } from 'codat-commerce-picker/host';
import { toNodeHandler } from 'codat-commerce-picker/node';
import Koa from 'koa';
import { merchantOf } from './session.js';

const codat = createHost({
  apiKey: process.env.CODAT_API_KEY,
  baseUrl: process.env.CODAT_BASE_URL,
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: merchantOf,
});

const router = new Router();
router.all('/api/codat/*rest', toNodeHandler(codat));

const app = new Koa();
app.use(bodyParser());
app.use(router.routes());
app.listen(process.env.PORT);
