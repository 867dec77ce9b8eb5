import { calendarDateAt, instant } from '@center/contract';
import type { Logger } from 'pino';
import { closedMonths, type UploadCalendar } from '../../core/index.ts';
import type { Clock } from '../clock.ts';
import type { ConsoleKey } from '../keys.ts';
import { Refusal } from '../problems.ts';
import { system } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { allFacilities } from '../store/facilities.ts';
import { buildPackages } from './build-package.ts';

/** Builds what is owed and not built: every closed month of every facility since it was registered. What is due follows from the calendar, so a missed tick changes nothing. */
export function buildOwedPackages(
  db: Database,
  key: ConsoleKey,
  calendar: UploadCalendar,
  clock: Clock,
  log: Logger,
): number {
  let built = 0;
  for (const facility of allFacilities(db)) {
    const now = clock();
    for (const month of closedMonths(calendarDateAt(instant(facility.created_at)), calendarDateAt(now))) {
      try {
        built += buildPackages(db, key, calendar, facility.facility_id, month, system, now).length;
      } catch (error) {
        if (error instanceof Refusal && (error.code === 'package-exists' || error.code === 'no-target')) continue;
        log.error({ err: error, facilityId: facility.facility_id, month }, 'a package could not be built');
      }
    }
  }
  return built;
}
