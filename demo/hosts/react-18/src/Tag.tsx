export { Integrations as Tag } from './Integrations';
