// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"

	"github.com/spf13/cobra"
	"k8s.io/client-go/rest"

	"github.com/intentops/intentops/internal/page"
)

type dashboardOptions struct {
	*plugin
	port int
	open bool
	// browse shows a file in the person's browser.
	browse func(context.Context, string) error
}

func (p *plugin) dashboardCommand() *cobra.Command {
	o := &dashboardOptions{plugin: p, browse: browse}
	cmd := &cobra.Command{
		Use:   "dashboard",
		Short: "Show what rolls and why as a page in your browser, until interrupted",
		Long: `Show what rolls and why as a page in your browser, until interrupted.

The page is served on this machine alone, to whoever has the link that is printed. It reads with
the rights of your kubeconfig, and changes nothing: an approval is shown as the patch to commit.`,
		Example: `  # Open it in the browser.
  kubectl intentops dashboard

  # Only print the link.
  kubectl intentops dashboard --open=false`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(contextOf(cmd)) },
	}
	cmd.Flags().IntVar(&o.port, "port", 0, "port on this machine; default: any that is free")
	cmd.Flags().BoolVar(&o.open, "open", true, "open the page in the browser")
	return cmd
}

func (o *dashboardOptions) run(ctx context.Context) error {
	config, namespace, err := o.config()
	if err != nil {
		return err
	}
	return o.serve(ctx, config, namespace)
}

func (o *dashboardOptions) serve(ctx context.Context, config *rest.Config, namespace string) error {
	if o.port < 0 || o.port > 65535 {
		return fmt.Errorf("--port %d: is not from 0 to 65535", o.port)
	}
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(o.port)))
	if err != nil {
		return fmt.Errorf("--port %d: %w", o.port, err)
	}
	// Other users of the machine reach the port too, and pages of other sites may let names lead
	// to it: the key keeps out the former, the list of hosts the latter.
	key := rand.Text()
	access, err := page.ByKey(key, config)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	host := listener.Addr().String()
	_, port, err := net.SplitHostPort(host)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := page.NewServer(page.Handler(page.Options{
		Access: access, Linked: true, Namespace: namespace, Version: o.version, Now: o.now,
		Hosts: []string{host, "localhost:" + port},
	}))
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	defer func() { _ = server.Close() }()
	link := "http://" + host + "/#key=" + key
	fmt.Fprintf(o.Out, "%s\nServing until you press Ctrl+C. The link lets in whoever has it, with your rights: keep it to yourself.\n", link)
	if o.open {
		remove, err := o.openLink(ctx, link)
		defer remove()
		if err != nil {
			fmt.Fprintf(o.ErrOut, "Warning: the browser does not open (%v): open the link yourself.\n", err)
		}
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-ended:
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return err
	}
}

// openLink opens a link by a file that only its owner may read, since the arguments of programs
// are read by everybody on the machine.
func (o *dashboardOptions) openLink(ctx context.Context, link string) (remove func(), err error) {
	dir, err := os.MkdirTemp("", "intentops-")
	if err != nil {
		return func() {}, err
	}
	remove = func() { _ = os.RemoveAll(dir) }
	file := filepath.Join(dir, "open.html")
	content := `<!doctype html><meta charset="utf-8"><title>intentops</title><meta http-equiv="refresh" content="0; url=` + link + `"><a href="` + link + `">intentops</a>`
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		return remove, err
	}
	return remove, o.browse(ctx, file)
}

func browse(ctx context.Context, file string) error {
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		cmd = exec.CommandContext(ctx, "open", file)
	case "windows":
		cmd = exec.CommandContext(ctx, "rundll32", "url.dll,FileProtocolHandler", file)
	default:
		cmd = exec.CommandContext(ctx, "xdg-open", file)
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // some stay as long as the browser
	return nil
}
