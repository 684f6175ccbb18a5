/* A disk on which every sync takes two milliseconds longer: cc -shared -fPIC -o slow-sync.so slow-sync.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>

static int slowly(const char *name, int fd) {
	int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	usleep(2000);
	return sync(fd);
}

int fsync(int fd) { return slowly("fsync", fd); }
int fdatasync(int fd) { return slowly("fdatasync", fd); }
