# Builds the operator (target manager, the default) and the bot (target bot):
#   docker build -t intentops/manager . && docker build -t intentops/bot --target bot .
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
ARG TARGETOS TARGETARCH VERSION=dev
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY api/ api/
COPY cmd/ cmd/
COPY controllers/ controllers/
COPY internal/ internal/
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath \
    -ldflags "-s -w -X main.version=$VERSION" -o /out/ ./cmd/manager ./cmd/bot
# Some clusters choose the user: whoever it is belongs to group 0, as does the image's own.
RUN install -d -m 0775 /out/data

FROM gcr.io/distroless/static:nonroot AS bot
COPY --from=build /out/bot /bot
COPY --from=build --chown=65532:0 /out/data /var/lib/intentops
USER 65532:0
ENTRYPOINT ["/bot"]

FROM gcr.io/distroless/static:nonroot AS manager
COPY --from=build /out/manager /manager
USER 65532:0
ENTRYPOINT ["/manager"]
