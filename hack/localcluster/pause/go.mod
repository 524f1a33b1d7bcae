module github.com/intentops/intentops/hack/localcluster/pause

go 1.26.0
