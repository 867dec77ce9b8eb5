import { BrowserFloor, DisplayProvider, keptLanguage, type Language } from '@center/display';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import i18next from 'i18next';
import { useCallback, useState } from 'react';
import { sessionQuery } from './api/queries.ts';
import { RequestError } from './api/request.ts';
import { SignInGate } from './sign-in-gate.tsx';

/** A refusal is final; a station that cannot be reached is asked again. */
const again = (failures: number, fault: Error): boolean =>
  failures < 2 && (!(fault instanceof RequestError) || fault.status === 0);

const client = new QueryClient({
  defaultOptions: { queries: { staleTime: 3_000, retry: again } },
  queryCache: new QueryCache({
    onError: (fault, query) => {
      // An idle session has ended: back to the sign-in, and nothing of a patient stays on the screen.
      if (query.queryKey[0] !== 'data' || !(fault instanceof RequestError) || fault.status !== 401) return;
      client.removeQueries({ queryKey: ['data'] });
      void client.resetQueries({ queryKey: sessionQuery.queryKey });
    },
  }),
});

export function App() {
  const [language, setLanguage] = useState<Language>(keptLanguage);
  const choose = useCallback((next: Language) => {
    void i18next.changeLanguage(next);
    setLanguage(next);
  }, []);
  return (
    <QueryClientProvider client={client}>
      <DisplayProvider language={language} onLanguage={choose}>
        <BrowserFloor>
          <SignInGate />
        </BrowserFloor>
      </DisplayProvider>
    </QueryClientProvider>
  );
}
