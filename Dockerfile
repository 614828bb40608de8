# One image for the API, the worker and the migrations; docker-compose.yml says which main each container runs.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/client/package.json packages/client/
COPY packages/follow/package.json packages/follow/
COPY console/package.json console/
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY migrations migrations
COPY packages packages
COPY console console
COPY src src
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
# ffmpeg takes thumbnails; tini reaps it and passes signals on.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ffmpeg tini ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# The worker has many threads; without this, each of them keeps memory of its own, and large blocks for good.
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/dist.clients dist.clients
COPY --from=build /app/dist.console dist.console
RUN mkdir /data && chown node:node /data
USER node
ENTRYPOINT ["tini", "--"]
CMD ["node", "dist/src/main-api.js"]
