import { All, Controller, Req, Res } from '@nestjs/common';
import { createHost } from 'codat-commerce-picker/host';
import { toNodeHandler } from 'codat-commerce-picker/node';
import type { Request, Response } from 'express';
import { merchantOf } from '../session.js';

const handler = toNodeHandler(
  createHost({
    apiKey: process.env['CODAT_API_KEY'],
    baseUrl: process.env['CODAT_BASE_URL'],
    connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
    merchant: merchantOf,
  }),
);

@Controller('api/codat')
export class CodatController {
  @All('*splat')
  answer(@Req() request: Request, @Res() response: Response): Promise<void> {
    return handler(request, response);
  }
}
