import { PROFILE_SUBJECTS } from '../support/fuzz-profiles';
import { SERIAL_SUBJECTS } from '../support/fuzz-serial';
import { testStreams } from '../support/fuzz-streams';

testStreams([...PROFILE_SUBJECTS.filter((_, index) => index % 2 === 1), ...SERIAL_SUBJECTS]);
