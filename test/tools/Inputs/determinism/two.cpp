// Read by determinism.py: free functions, of which some call others.
#include "ioresult/ioresult.hpp"
#include <vector>

using ioresult::IOResult;

struct Device {
  IOResult<void> wait();
  IOResult<int> get(int at);
};
struct Job {
  Device *dev;
  int loops = 0, added = 0, pushed = 0;
  bool late = false;
  std::vector<int> out;
};
IOResult<void> later(Job &job);
IOResult<void> sooner(Job &job);
static IOResult<void> inside(Job &job);

//--- a loop that starts afresh
IOResult<int> loop(Job &job) {
  for (int i = 0; i < 4; ++i) {
    int x = 0;
    ASSIGN_OR_RETURN_IO(x, job.dev->get(i));
    job.loops += x;
  }
  return IOResult<int>::done(job.loops);
}
//--- calls what is defined elsewhere
IOResult<void> sooner(Job &job) {
  ++job.added;
  return later(job);
}
//--- is called from elsewhere
IOResult<void> later(Job &job) {
  job.out.push_back(job.pushed);
  RETURN_IF_IO(job.dev->wait());
  ++job.pushed;
  return IOResult<void>::done();
}
//--- whose caller tests what it changes
static IOResult<void> inside(Job &job) {
  ++job.pushed;
  job.late = true;
  return job.dev->wait();
}
//--- the caller
IOResult<void> outside(Job &job) {
  if (!job.late)
    return inside(job);
  return sooner(job);
}
