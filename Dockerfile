# Builds the operator (target manager, the default) and the bot (target bot):
#   docker build -t intentops/manager . && docker build -t intentops/bot --target bot .
# The same source gives the same programs: see docs/security.md.
FROM --platform=$BUILDPLATFORM golang:1.26.8@sha256:3c3e25a4da13fd0478eed2df1eb35a0e667094a7124d3993a6a1d30f71c17e79 AS build
ARG TARGETOS TARGETARCH VERSION=dev
# The compiler and the standard library of releases: go downloads them and checks their sum.
ENV GOTOOLCHAIN=go1.26.10
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY api/ api/
COPY cmd/ cmd/
COPY controllers/ controllers/
COPY internal/ internal/
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -buildvcs=false \
    -ldflags "-s -w -buildid= -X main.version=$VERSION" -o /out/ ./cmd/manager ./cmd/bot
# The images hold the program, the names of users and a folder for what is temporary. Some
# clusters choose the user: whoever it is belongs to group 0, as does the image's own.
RUN install -d -m 0775 /out/data && install -d /out/root/etc && install -d -m 1777 /out/root/tmp && \
    printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin\n' > /out/root/etc/passwd && \
    printf 'root:x:0:\nnonroot:x:65532:\n' > /out/root/etc/group

FROM scratch AS bot
COPY --from=build /out/root/ /
COPY --from=build /out/bot /bot
COPY --from=build --chown=65532:0 /out/data /var/lib/intentops
USER 65532:0
ENTRYPOINT ["/bot"]

FROM scratch AS manager
COPY --from=build /out/root/ /
COPY --from=build /out/manager /manager
USER 65532:0
ENTRYPOINT ["/manager"]
