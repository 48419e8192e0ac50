/**
 * A small host that tells OpenTelemetry what happens: after `npm run build`, `tsx demo/observability/server.ts`. Where
 * it is sent say OpenTelemetry's own variables, such as OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318.
 */
import { createServer } from 'node:http';
import { metrics, trace } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { createHost } from 'codat-commerce-picker/host';
import { toNodeHandler } from 'codat-commerce-picker/node';
import { telemetry } from './telemetry.js';

const { CODAT_API_KEY, CODAT_BASE_URL, CODAT_CONNECTOR_KEY, PORT, SESSION } = process.env;

const resource = resourceFromAttributes({ 'service.name': 'shop' });
const tracing = new BasicTracerProvider({
  resource,
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
const metering = new MeterProvider({
  resource,
  readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })],
});
trace.setGlobalTracerProvider(tracing);
metrics.setGlobalMeterProvider(metering);

const host = createHost({
  apiKey: CODAT_API_KEY,
  connector: { platformKey: CODAT_CONNECTOR_KEY!, sourceType: 'Commerce' },
  // Yours: who is logged in, as your session says. Here one merchant is, by a cookie.
  merchant: ({ headers }) =>
    headers.get('cookie') === `session=${SESSION}` ? { merchantIdentifier: 'Café & Co / #1' } : null,
  ...(CODAT_BASE_URL && { baseUrl: CODAT_BASE_URL, allowedHosts: [new URL(CODAT_BASE_URL).hostname] }),
  ...telemetry('/api/codat'),
});
const server = createServer(toNodeHandler(host)).listen(Number(PORT ?? 3000), '127.0.0.1');

// What has not been sent yet is sent before the process ends.
process.once('SIGTERM', () => {
  server.close();
  void Promise.all([tracing.shutdown(), metering.shutdown()]);
});
