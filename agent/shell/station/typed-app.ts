import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';

/** The application as route files see it: bodies and queries have the types of their schemas. */
export type TypedApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

export interface Slice {
  readonly page: number;
  readonly pageSize: number;
  readonly limit: number;
  readonly offset: number;
}

/** Which rows a list query asks for: pages count from 1; at most 200 rows. */
export function sliceOf(query: { readonly page?: string; readonly pageSize?: string }): Slice {
  const page = Math.max(1, Number(query.page ?? '1'));
  const pageSize = Math.min(200, Math.max(1, Number(query.pageSize ?? '25')));
  return { page, pageSize, limit: pageSize, offset: (page - 1) * pageSize };
}
