// The process in which the inventory is taken. Out: one line of JSON.
import { cpu, diskLayout, mem, osInfo, system } from 'systeminformation';

const [machine, os, processor, memory, disks] = await Promise.all([system(), osInfo(), cpu(), mem(), diskLayout()]);
process.stdout.write(
  `${JSON.stringify({
    manufacturer: machine.manufacturer,
    model: machine.model,
    serial: machine.serial,
    os: `${os.distro} ${os.release}`,
    kernel: os.kernel,
    processor: `${processor.manufacturer} ${processor.brand}`,
    cores: processor.cores,
    memoryBytes: memory.total,
    disks: disks
      .slice(0, 16)
      .map(({ name, type, size, serialNum }) => ({ name, type, bytes: size, serial: serialNum })),
  })}\n`,
);
