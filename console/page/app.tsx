import { BrowserFloor, DisplayProvider, keptLanguage, type Language } from '@center/display';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import i18next from 'i18next';
import { useCallback, useState } from 'react';
import { sessionQuery } from './api/queries.ts';
import { RequestError } from './api/request.ts';
import { SignedIn } from './sign-in-gate.tsx';

/** A refusal is final; only a console that cannot be reached is asked again. */
const mayRetry = (failures: number, error: Error): boolean =>
  failures < 2 && (!(error instanceof RequestError) || error.status === 0 || error.status === 503);

const client = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, retry: mayRetry } },
  queryCache: new QueryCache({
    onError: (error, query) => {
      // A session that ended elsewhere leads back to the sign-in, from whatever is being read.
      if (query.queryKey[0] === 'data' && error instanceof RequestError && error.status === 401)
        void client.resetQueries({ queryKey: sessionQuery.queryKey });
    },
  }),
});

export function App() {
  const [language, setLanguage] = useState<Language>(keptLanguage);
  const changeLanguage = useCallback((next: Language) => {
    void i18next.changeLanguage(next);
    setLanguage(next);
  }, []);
  return (
    <QueryClientProvider client={client}>
      <DisplayProvider language={language} onLanguage={changeLanguage}>
        <BrowserFloor>
          <SignedIn />
        </BrowserFloor>
      </DisplayProvider>
    </QueryClientProvider>
  );
}
